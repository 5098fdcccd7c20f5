import type { Plugin } from '../../shared/plugin-api/index.js'
import { namedSceneMatcher } from './named-scene.js'
import { typedSceneMatcher } from './typed-scene.js'

/** Finds the scene whose id somebody wrote down on purpose: in the file's name, or in Fix Match. */
const sceneId: Plugin = {
  id: 'scene-id',
  apiVersion: 1,
  register(host) {
    host.addMatcher(typedSceneMatcher(host))
    host.addMatcher(namedSceneMatcher(host))
  },
}

export default sceneId
