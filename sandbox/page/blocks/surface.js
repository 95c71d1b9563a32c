/**
 * What the blocks know of the world around them.
 * @import { Json } from './json.js'
 */

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} handle
 * @property {string} name
 * @property {string} title
 * @property {string | null} zone
 * @property {string | null} story
 * @property {boolean} isBot
 * @property {boolean} isDeleted
 * @property {boolean} isGuest
 * @property {boolean} isAdmin
 * @property {boolean} isInvited
 * @property {boolean} isStranger
 * @property {{ text: string, emoji: string, expiration: number } | null} status   gone at that second since 1970; 0 for never
 */

/**
 * @typedef {object} Channel
 * @property {string} id
 * @property {string} name
 * @property {'channel' | 'group' | 'im' | 'mpim'} kind
 * @property {readonly string[] | null} members
 * @property {boolean} hasApp
 * @property {boolean} isArchived
 */

/**
 * @typedef {object} Directory
 * @property {string} me                       id of the person one acts as
 * @property {string} zone                     their IANA zone ('UTC' when none)
 * @property {readonly Person[]} people        everybody, deactivated ones and bots too
 * @property {readonly Channel[]} channels     those `me` can see
 * @property {(id: string) => Person | undefined} person
 * @property {(id: string) => Channel | undefined} channel
 * @property {() => number} [now]              the workspace's clock in milliseconds; the browser's own without it
 */

/**
 * @typedef {object} Surface
 * @property {'message' | 'modal' | 'home'} kind
 * @property {Directory} directory
 * @property {(blockId: string, actionId: string) => Json | undefined} valueOf   what Slack's state keeps; undefined: as drawn initially
 * @property {(blockId: string) => string | undefined} errorOf                   a field error, by block id
 * @property {(blockId: string, actionId: string) => boolean} isBusy             its click is under way
 * @property {(block: Json, element: Json, value?: unknown, typed?: string) => void} act   a press (no value), or a choice as POST /control/click takes it
 * @property {(block: Json, element: Json, text: string) => void} type           each change of a text or number field
 * @property {(block: Json, element: Json, text: string) => void} enter          Enter in a text field
 * @property {(block: Json, element: Json, typed: string) => Promise<{ options: readonly Json[] }>} optionsFor   what an external list offers
 * @property {(userId: string, near: Element) => void} openPerson                a click on a mention
 * @property {(channelId: string) => void} openChannel
 * @property {(url: string) => boolean} openLink   whether the address leads to a place of this page, which is then shown
 */

/**
 * A surface on which nothing happens: what is drawn can be looked at.
 * @param {Directory} directory @param {Surface['kind']} [kind] @returns {Surface}
 */
export function deadSurface(directory, kind = 'message') {
  const nothing = () => undefined
  return {
    kind,
    directory,
    valueOf: nothing,
    errorOf: nothing,
    isBusy: () => false,
    act: nothing,
    type: nothing,
    enter: nothing,
    optionsFor: async () => ({ options: [] }),
    openPerson: nothing,
    openChannel: nothing,
    openLink: () => false,
  }
}
