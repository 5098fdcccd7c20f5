import type { Patch, Scene, SceneMetadata, TemplateValues, TextTools } from '../../shared/plugin-api/index.js'
import type { TitleOptions } from './index.js'
import { withoutNames } from './without-names.js'

type Enrich = (scene: Scene, metadata: SceneMetadata) => Patch

export function titlesOf(text: TextTools, options: TitleOptions): Enrich {
  const [title, sort] = [text.template(options.template), text.template(options.sort)]
  const named = namedPerformers(text, options)
  return (scene, metadata) => {
    const hasTitle = text.oneLine(scene.title) !== undefined
    const bare = hasTitle && options.removePerformers ? withoutNames(metadata.title, namesOf(text, scene.performers)) : metadata.title
    const values = { ...valuesOf(text, scene), ...named(scene) }
    const byTemplate = hasTitle || options.untitled === 'template' ? title({ ...values, title: hasTitle ? bare : undefined }) : ''
    const shown = byTemplate === '' ? bare : byTemplate
    const titleSort = sort({ ...values, title: withoutArticle(bare, options.articles) })
    return {
      ...shown === metadata.title ? {} : { title: shown },
      ...titleSort === '' ? {} : { titleSort },
    }
  }
}

/** The date is Stash's own, so that no title carries the day on which a file was copied. */
function valuesOf(text: TextTools, { date, studio, code, files }: Scene): TemplateValues {
  const filename = text.basename(files[0]?.path ?? '').replace(/(?<=.)\.[^.\s]{1,10}$/, '')
  return { date, year: /^\d{4}/.exec(date ?? '')?.[0], studio: studio?.name, parent: studio?.parent?.name, filename, code }
}

function namedPerformers(text: TextTools, options: TitleOptions): (scene: Scene) => TemplateValues {
  const isSkipped = text.inList(options.skipPerformersTagged)
  const most = options.mostPerformers === 0 ? Number.POSITIVE_INFINITY : options.mostPerformers
  return ({ performers }) => {
    const wanted = performers.filter(({ gender = 'UNKNOWN', tags }) => (options.genders.length === 0 || options.genders.includes(gender)) && !tags.some(isSkipped))
    const names = namesOf(text, wanted)
    return { performer: names[0], performers: names.slice(0, most).join(', ') }
  }
}

function namesOf(text: TextTools, performers: Scene['performers']): readonly string[] {
  return performers.map(({ name }) => text.oneLine(name)).filter((name) => name !== undefined)
}

function withoutArticle(title: string, articles: readonly string[]): string {
  const lower = title.toLowerCase()
  const article = articles.find((word) => lower.startsWith(`${word.toLowerCase()} `))
  return article === undefined ? title : title.slice(article.length).trim() || title
}
