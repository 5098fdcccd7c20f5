import type { Plugin } from '../../shared/plugin-api/index.js'
import { nameMatcher } from './name-matcher.js'
import { suffixMatcher } from './suffix-matcher.js'
import type { Automatic } from './verdict.js'
import { rememberedWitnesses } from './witnesses.js'

/** Finds scenes by the name of the file, with its folders or without them. */
const filename: Plugin<{ readonly automatic: Automatic }> = {
  id: 'filename',
  apiVersion: 1,
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      automatic: {
        type: 'string',
        enum: ['witnessed', 'distinctive', 'always', 'never'],
        default: 'witnessed',
        description: 'When a name answers without a person looking. witnessed: the folder, the size or the hash agrees too. distinctive: also when neither can be compared, if the name is long, telling and unique. always: whenever the name is unique and no other size speaks against it. never: in Fix Match only.',
      },
    },
  },
  register(host, { automatic }) {
    const witnessesOf = rememberedWitnesses(host)
    host.addMatcher(suffixMatcher({ host, automatic, witnessesOf }))
    host.addMatcher(nameMatcher({ host, automatic, witnessesOf }))
  },
}

export default filename
