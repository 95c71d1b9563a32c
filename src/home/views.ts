import type { HomeView, KnownBlock } from '@slack/types'
import type { NotForThem } from '../directory/rules.ts'
import { homeForGuests } from '../directory/views.ts'
import { context, homeTab, section } from '../slack/kit.ts'

/** The tab of somebody the programme is for. */
export function homeOf(sections: readonly KnownBlock[][], contact: string | undefined): HomeView {
  return homeTab('home.page', [...sections.flat(), ...questions(contact)])
}

/** The tab of a guest, an app, or somebody of another workspace. */
export function guestHome(
  workspaceName: string | undefined,
  contact: string | undefined,
  them: Pick<NotForThem, 'stored'> = {},
): HomeView {
  return homeTab('home.guest', [section(homeForGuests(workspaceName, them)), ...questions(contact)])
}

function questions(contact: string | undefined): KnownBlock[] {
  return contact ? [context(`Questions? Ask ${contact}.`)] : []
}
