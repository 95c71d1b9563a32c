import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Heard, identityByToken } from '../../src/slack/identity.ts'
import { keepInstallations, noteHeard, resealTokens } from '../../src/slack/installations.ts'
import { type KeyRing, open, seal } from '../../src/slack/sealed.ts'
import { freshDatabase } from '../support/database.ts'
import { keyNamed, known, listening, monday, noteWithLanes, refusedWith, slackThat } from './installations-stage.ts'

const { db, sql } = await freshDatabase()
const [k1, k2] = [keyNamed('k1'), keyNamed('k2')]
const token = 'xoxb-hush-1'
let log = listening()
let now = monday

beforeEach(async () => {
  await sql('truncate workspace, installation cascade')
  log = listening()
  now = monday
})

describe('what Slack says of the token in the environment', () => {
  it('is on record with its scopes, its workspace knows it, and the token is in no table', async () => {
    await hear([])
    expect(await rows()).toEqual([
      {
        id: 'T1',
        org_wide: false,
        team_id: 'T1',
        enterprise_id: null,
        app_id: null,
        bot_id: 'B1',
        bot_user_id: 'U0BOT',
        scopes: ['chat:write', 'im:write'],
        token_cipher: null,
        refresh_cipher: null,
        key_id: null,
        token_expires_at: null,
        refreshing_until: null,
        installed_by: null,
        installed_at: monday,
        revoked_at: null,
      },
    ])
    expect(await sql('select id, name, installation_id from workspace')).toEqual([
      { id: 'T1', name: 'Acme', installation_id: 'T1' },
    ])
  })

  it('is on record with the token, sealed, where there are keys', async () => {
    await hear([k1])
    expect(await tokenOnRecord([k1])).toBe(token)
    const [row] = await rows()
    expect(Buffer.from(row?.token_cipher as Buffer).toString('latin1')).not.toContain('hush')
  })

  it('changes nothing when it is said again', async () => {
    await hear([k1])
    const before = await sql('select xmin, * from installation')
    now = new Date('2026-11-23T09:01:00Z')
    await hear([k1])
    expect(await sql('select xmin, * from installation')).toEqual(before)
  })

  it('is one row, however many processes hear it at once', async () => {
    await Promise.all(Array.from({ length: 6 }, () => hear([k1])))
    expect(await rows()).toHaveLength(1)
    expect(await tokenOnRecord([k1])).toBe(token)
  })

  it('is followed when scopes are granted meanwhile, without sealing the token again', async () => {
    await hear([k1])
    const [before] = await rows()
    await hear([k1], token, known('T1', { scopes: new Set(['im:history', 'chat:write']), botId: undefined }))
    expect(await rows()).toEqual([{ ...before, scopes: ['chat:write', 'im:history'], bot_id: null }])
  })

  it('is sealed anew when the token changed', async () => {
    await hear([k1])
    await hear([k1], 'xoxb-hush-2')
    expect(await tokenOnRecord([k1])).toBe('xoxb-hush-2')
  })

  it('is sealed anew when the keys have changed, even where the old one is gone', async () => {
    await hear([k1])
    await hear([k2, k1])
    expect(await tokenOnRecord([k2])).toBe(token)
    await hear([k1])
    expect(await tokenOnRecord([k1])).toBe(token)
  })

  it('takes the token off the record where there are no keys any more', async () => {
    await hear([k1])
    await hear([])
    expect(await rows()).toMatchObject([{ token_cipher: null, key_id: null }])
  })

  it('gives the workspace its name once Slack has told it, and keeps what is there', async () => {
    await sql("insert into workspace (id, name, salt, first_seen_at) values ('T1', 'T1', sha256('salt'), now())")
    await hear([])
    expect(await sql('select name, installation_id from workspace')).toEqual([{ name: 'Acme', installation_id: 'T1' }])
  })

  it('touches no other workspace', async () => {
    await hear([k1], 'xoxb-other', known('T2', { workspaceName: 'Beta' }))
    const other = await sql("select i.xmin, i.* from installation i where id = 'T2'")
    await hear([k1])
    await hear([k1], token, refusedWith('token_revoked', 'T1'))
    expect(await sql("select i.xmin, i.* from installation i where id = 'T2'")).toEqual(other)
    expect(await stopped()).toEqual({ T1: ['token_revoked', 'token_revoked'], T2: [null, null] })
  })
})

describe('a token that Slack has ended', () => {
  it.each(['token_revoked', 'account_inactive'])('is taken off the record, and nothing leaves: %s', async (word) => {
    await hear([k1])
    now = new Date('2026-11-23T10:00:00Z')
    await hear([k1], token, refusedWith(word, 'T1'))
    expect(await rows()).toMatchObject([{ token_cipher: null, key_id: null, revoked_at: now }])
    expect(await stopped()).toEqual({ T1: [word, word] })
    expect(log.lines).toEqual([expect.stringContaining('Slack has ended the token of this installation.')])
    expect(log.lines.join()).not.toContain('hush')
  })

  it('is ended once, however often it is said', async () => {
    await hear([k1])
    await hear([k1], token, refusedWith('token_revoked', 'T1'))
    now = new Date('2026-11-23T10:00:00Z')
    await hear([k1], token, refusedWith('account_inactive', 'T1'))
    expect(await rows()).toMatchObject([{ revoked_at: monday }])
    expect(log.lines).toHaveLength(1)
  })

  it('is found by what it is when Slack has never said whose it was', async () => {
    await hear([k1])
    await hear([k1], 'xoxb-other', known('T2'))
    await hear([k2, k1], token, refusedWith('account_inactive'))
    expect(await revokedAt()).toEqual({ T1: monday, T2: null })
  })

  it('ends nothing when nobody can say whose it was', async () => {
    await hear([])
    await hear([], token, refusedWith('account_inactive'))
    expect(await revokedAt()).toEqual({ T1: null })
  })

  it('does not take with it a newer one that somebody has put on record meanwhile', async () => {
    await hear([k1])
    await hear([k1], 'xoxb-hush-2')
    await hear([k1], token, refusedWith('token_revoked', 'T1'))
    expect(await tokenOnRecord([k1])).toBe('xoxb-hush-2')
    expect(await stopped()).toEqual({ T1: [null, null] })
  })

  it.each(['invalid_auth', 'not_authed', 'token_expired', 'team_disabled'])(
    'is not meant when Slack says “%s”: that may be a slip, or pass',
    async (word) => {
      await hear([k1])
      await hear([k1], token, refusedWith(word, 'T1'))
      expect(await tokenOnRecord([k1])).toBe(token)
      expect(await stopped()).toEqual({ T1: [null, null] })
    },
  )

  it.each(['token_revoked', 'account_inactive'])(
    'is forgotten when a new one comes, and letters leave again: %s',
    async (word) => {
      await hear([k1])
      await hear([k1], token, refusedWith(word, 'T1'))
      await hear([k1], 'xoxb-hush-2')
      expect(await revokedAt()).toEqual({ T1: null })
      expect(await tokenOnRecord([k1])).toBe('xoxb-hush-2')
      expect(await stopped()).toEqual({ T1: [null, null] })
    },
  )

  it('does not start lanes that something else has stopped', async () => {
    await hear([])
    await sql("update lane set stopped = 'uninstalled' where name = 'post'")
    await hear([], token, refusedWith('token_revoked', 'T1'))
    await hear([], 'xoxb-hush-2')
    expect(await stopped()).toEqual({ T1: [null, 'uninstalled'] })
  })
})

describe('sealing anew with the first key', () => {
  it('walks all rows in batches, and both tokens of each', async () => {
    for (const id of ['T1', 'T2', 'T3', 'T4', 'T5']) await hear([k1], `xoxb-${id}`, known(id))
    const refresh = seal('xoxe-1', { installationId: 'T3', column: 'refresh_cipher' }, k1)
    await sql("update installation set refresh_cipher = $1 where id = 'T3'", [refresh.cipher])
    await hear([k2], 'xoxb-T9', known('T9'))
    expect(await reseal([k2, k1], 2)).toBe(5)
    for (const id of ['T1', 'T2', 'T3', 'T4', 'T5', 'T9']) expect(await tokenOnRecord([k2], id)).toBe(`xoxb-${id}`)
    const [row] = await sql("select refresh_cipher as cipher, key_id from installation where id = 'T3'")
    const place = { installationId: 'T3', column: 'refresh_cipher' } as const
    expect(open({ cipher: row?.cipher as Buffer, keyId: String(row?.key_id) }, place, [k2])).toBe('xoxe-1')
    expect(await reseal([k2, k1], 2)).toBe(0)
  })

  it('leaves what does not open as it is, says so, and goes on', async () => {
    await hear([keyNamed('k0')], 'xoxb-lost', known('T1'))
    await hear([k1], 'xoxb-T2', known('T2'))
    const [lost] = await rows()
    expect(await reseal([k2, k1], 1)).toBe(1)
    expect((await rows())[0]).toEqual(lost)
    expect(await tokenOnRecord([k2], 'T2')).toBe('xoxb-T2')
    expect(log.lines).toEqual([expect.stringContaining('sealed with the key “k0”, expected that key')])
  })

  it('is shared by processes that start at once: each row is sealed anew by one', async () => {
    const ids = Array.from({ length: 20 }, (_, at) => `T${10 + at}`)
    for (const id of ids) await hear([k1], `xoxb-${id}`, known(id))
    const counts = await Promise.all([reseal([k2, k1], 3), reseal([k2, k1], 3), reseal([k2, k1], 3)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20)
    await reseal([k2, k1], 3)
    for (const id of ids) expect(await tokenOnRecord([k2], id)).toBe(`xoxb-${id}`)
  })
})

describe('the table', () => {
  const acme = { ok: true, team: 'Acme', team_id: 'T1', user_id: 'U0BOT', bot_id: 'B1' }

  it('is filled when Slack has answered and the database is ready, and no request waits for it', async () => {
    let ready = () => {}
    const gate = new Promise<void>((resolve) => {
      ready = resolve
    })
    const identity = identityByToken(token, slackThat({ 'auth.test': acme }).options, log)
    const kept = keep(identity, () => gate)
    const source = { teamId: 'T1', enterpriseId: undefined, isEnterpriseInstall: false }
    await vi.waitFor(async () => expect(await identity.authorize(source)).toMatchObject({ ownTeam: 'T1' }))
    expect(await rows()).toEqual([])
    ready()
    await kept.idle()
    expect(await rows()).toMatchObject([{ id: 'T1', scopes: ['chat:write', 'im:write'], revoked_at: null }])
    await kept.stop()
  })

  it('is filled later when the database was away, and the log says so once', async () => {
    const identity = identityByToken(token, slackThat({ 'auth.test': acme }).options, log)
    await vi.waitFor(() => expect(identity.heard()).toBeDefined())
    await sql('alter table installation rename to elsewhere')
    const pauses: number[] = []
    const kept = keep(
      identity,
      async () => {},
      async (milliseconds) => {
        pauses.push(milliseconds)
        if (pauses.length === 3) await sql('alter table elsewhere rename to installation')
      },
    )
    await kept.idle()
    expect(await tokenOnRecord([k1])).toBe(token)
    expect(pauses).toEqual([250, 1_000, 5_000])
    expect(log.lines.filter((line) => line.includes('trying again'))).toHaveLength(1)
    await kept.stop()
  })

  it('is not waited for at the end, when the database never came', async () => {
    const kept = keep(undefined, () => new Promise<void>(() => {}))
    await kept.stop()
    expect(await rows()).toEqual([])
  })

  it('is told the same every minute of a long life, and no listener is left over from it', async () => {
    const warnings: string[] = []
    const warned = ({ name }: Error) => warnings.push(name)
    process.on('warning', warned)
    let say = (_: Heard) => {}
    const identity = {
      token,
      heard: () => undefined,
      check: async () => undefined,
      authorize: async () => ({}),
      follow: (listener: (heard: Heard) => void) => {
        say = listener
      },
    }
    const kept = keep(identity, async () => {})
    for (let minute = 0; minute < 20; minute++) {
      say(known('T1'))
      await kept.idle()
    }
    await kept.stop()
    process.off('warning', warned)
    expect(warnings).toEqual([])
  })

  it('is sealed anew at start, by a process without a token too', async () => {
    await hear([k1])
    const kept = keep(undefined, async () => {}, undefined, [k2, k1])
    await kept.idle()
    expect(await tokenOnRecord([k2])).toBe(token)
    await kept.stop()
  })

  it('follows when the token dies while the bot runs', async () => {
    let millis = 0
    const answers: Record<string, object> = { 'auth.test': acme }
    const identity = identityByToken(token, slackThat(answers).options, log, () => millis)
    const kept = keep(identity, async () => {})
    await vi.waitFor(async () => expect(await revokedAt()).toEqual({ T1: null }))
    answers['auth.test'] = { ok: false, error: 'token_revoked' }
    millis = 60_000
    identity.heard()
    await vi.waitFor(async () => expect(await revokedAt()).toEqual({ T1: monday }))
    expect(await stopped()).toEqual({ T1: ['token_revoked', 'token_revoked'] })
    await kept.stop()
  })
})

function hear(keys: KeyRing, which = token, heard = known('T1')): Promise<void> {
  return noteHeard(surroundings(keys), which, heard)
}

function reseal(keys: KeyRing, batch: number): Promise<number> {
  return resealTokens(surroundings(keys), batch)
}

function keep(
  identity: ReturnType<typeof identityByToken> | undefined,
  ready: () => Promise<void>,
  pause?: (milliseconds: number) => Promise<void>,
  keys: KeyRing = [k1],
) {
  return keepInstallations({ ...surroundings(keys), identity, ready, ...(pause ? { pause } : {}) })
}

function surroundings(keys: KeyRing) {
  return { world: { db, log, now: () => now }, keys, noteWorkspace: noteWithLanes }
}

function rows(): Promise<Record<string, unknown>[]> {
  return sql('select * from installation order by id')
}

async function tokenOnRecord(keys: KeyRing, id = 'T1'): Promise<string> {
  const [row] = await sql('select token_cipher, key_id from installation where id = $1', [id])
  const sealed = { cipher: row?.token_cipher as Buffer, keyId: String(row?.key_id) }
  return open(sealed, { installationId: id, column: 'token_cipher' }, keys)
}

async function revokedAt(): Promise<Record<string, unknown>> {
  return Object.fromEntries((await rows()).map(({ id, revoked_at }) => [id, revoked_at]))
}

/** Why the lanes edit and post of each workspace stand still. */
async function stopped(): Promise<Record<string, unknown>> {
  const found = await sql(
    'select workspace_id as id, array_agg(stopped order by name) as why from lane group by 1 order by 1',
  )
  return Object.fromEntries(found.map(({ id, why }) => [id, why]))
}
