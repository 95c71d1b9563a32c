import type { WebClientOptions } from '@slack/web-api'
import { letterKinds } from '../../src/app.ts'
import type { Catalog } from '../../src/catalog/flow.ts'
import type { AdminId } from '../../src/config.ts'
import { welcomeAdmins } from '../../src/directory/flow-welcome.ts'
import { adminsIn } from '../../src/directory/rules.ts'
import { visitorOf } from '../../src/directory/slack.ts'
import { noteWorkspace } from '../../src/directory/store.ts'
import { noteUnreachable, readerOf } from '../../src/directory/store-reader.ts'
import { keepSending } from '../../src/outbox/worker.ts'
import type { Identity } from '../../src/slack/identity.ts'
import { keepInstallations } from '../../src/slack/installations.ts'
import { linesTo } from '../../src/slack/lines.ts'
import type { World } from '../../src/world.ts'

/** A worker beside the bot: what is written down leaves for the sandbox. */
export interface Letters {
  readonly wake: () => void
  /** Sends what may leave by now; settles when nothing of it is left. */
  readonly settle: () => Promise<void>
  /** The first words to these admins, as a start of the bot would post them. @returns whether to ask again. */
  readonly welcome: (adminIds: readonly AdminId[]) => Promise<boolean>
  readonly stop: () => Promise<void>
}

export interface LettersOptions {
  readonly world: World
  readonly catalog: Catalog
  readonly identity: Identity
  readonly clientOptions: WebClientOptions
}

export async function startLetters({ world, catalog, identity, clientOptions }: LettersOptions): Promise<Letters> {
  const installations = keepInstallations({ world, keys: [], identity, noteWorkspace, ready: async () => {} })
  const { lineFor, refused } = linesTo({ world, clientOptions, keys: [], identity })
  const sending = keepSending({
    world,
    kinds: letterKinds(catalog),
    readerOf,
    lineFor,
    refused,
    noteUnreachable: (...whom) => noteUnreachable(world.db, ...whom),
  })
  await new Promise<void>((resolve) => identity.follow(() => resolve()))
  await installations.idle()

  return {
    wake: sending.wake,
    async settle() {
      sending.wake()
      await sending.idle()
    },
    async welcome(adminIds) {
      const heard = identity.heard()
      const workspaceId = heard?.workspaceId
      const line = workspaceId && (await lineFor(workspaceId))
      if (!line || heard?.kind !== 'known') throw new Error('Slack has not said whose the token is')
      const { workspaceName } = heard
      const admins = adminsIn(adminIds, workspaceId, true)
      return welcomeAdmins(
        world,
        admins.map((slackId) => visitorOf({ workspaceId, slackId, workspaceName, slack: line.client })),
      )
    },
    async stop() {
      await installations.stop()
      await sending.stop()
    },
  }
}
