export type * from './image.js'
export type * from './scene.js'
export type * from './scene-metadata.js'
