import { extname } from 'node:path'
import type { Place } from '../blocks.ts'
import type { Person } from '../company.ts'
import { contentOf, fileObject, kindOf, storeFile } from '../files.ts'
import { isRecord, type Json, list, shown, text } from '../json.ts'
import { INPUT_FILE_BYTES } from '../limits.ts'
import type { Slack } from '../slack.ts'
import { visibleTo } from '../workspace.ts'
import { readPerson } from './input.ts'
import { refuse } from './refusal.ts'

interface Picked {
  readonly name: string
  readonly content: Buffer
}

/** What a file field holds once a person has picked these files from their disk; null and an empty list empty it. */
export function pickedFiles(slack: Slack, person: Person, place: Place, wanted: unknown): readonly Json[] {
  const all = wanted === null || wanted === '' ? [] : Array.isArray(wanted) ? wanted : [wanted]
  const most = typeof place.element.max_files === 'number' ? place.element.max_files : 10
  if (all.length > most) return refuse(`${place.blockId} takes at most ${most} files, found ${all.length}.`)
  const picked = all.map((each) => readFile(place, each))
  return picked.map((each) => fileObject(slack, storeFile(slack, { ...each, user: person.id })))
}

function readFile({ blockId, element }: Place, value: unknown): Picked {
  if (!isRecord(value) || text(value.name) === '' || typeof value.content !== 'string')
    return refuse(`${blockId} takes files as {"name": …, "content": …}, found ${shown(value)}.`)
  if (value.encoding !== undefined && value.encoding !== 'base64' && value.encoding !== 'text')
    return refuse(`“encoding” is ${shown(value.encoding)}; expected text (the default) or base64.`)
  const name = text(value.name)
  const content = Buffer.from(value.content, value.encoding === 'base64' ? 'base64' : 'utf8')
  const kinds = list(element.filetypes).map(text)
  const isWanted = kinds.includes(kindOf(name).filetype) || kinds.includes(extname(name).slice(1).toLowerCase())
  if (kinds.length > 0 && !isWanted) return refuse(`${blockId} takes ${kinds.join(', ')} only, found “${name}”.`)
  if (content.length > INPUT_FILE_BYTES)
    return refuse(`${blockId} takes files of at most ${INPUT_FILE_BYTES} bytes, found ${content.length} in “${name}”.`)
  return { name, content }
}

/** A file that somebody can see in a message or brought themselves, and what stands in it. */
export function openFile(slack: Slack, query: URLSearchParams): Json {
  const person = readPerson(slack, query.get('user'))
  const id = query.get('file') ?? ''
  const file = slack.workspace.files.get(id)
  const isSeen = visibleTo(slack.workspace, person.id).some(({ files }) => files.includes(id))
  if (!file || (!isSeen && file.user !== person.id))
    return refuse(`“file” is ${shown(id)}; expected the id of a file that ${person.id} can see.`, 404)
  const content = contentOf(file)
  return { ok: true, file: fileObject(slack, file), text: content.toString('utf8'), base64: file.base64 }
}
