import type { Row } from '../outcomes.ts'
import { answerRows } from './answers.ts'
import { levelRows } from './level.ts'
import { managerRows } from './managers.ts'
import { ownDataRows } from './own-data.ts'
import { peopleRows } from './people.ts'
import { programmeRows } from './programme.ts'
import { roundRows } from './rounds.ts'
import { settingsRows } from './settings.ts'

/**
 * Who may do what: for each word, button, window and event, what comes of it for each kind of person. Written by hand; what
 * is bound and does not stand here fails. A deed is done upon what the bot has really drawn for somebody who may, so that
 * nothing but the right stands between the others and it.
 */
export const table: readonly Row[] = [
  ...levelRows,
  ...ownDataRows,
  ...settingsRows,
  ...managerRows,
  ...programmeRows,
  ...peopleRows,
  ...roundRows,
  ...answerRows,
]
