import { html } from 'htm/preact'
import { render } from 'preact-render-to-string'
import { describe, expect, it, vi } from 'vitest'
import { useActing } from '../../../sandbox/page/acting.js'
import type { Surface } from '../../../sandbox/page/blocks/surface.js'
import type { Deeds } from '../../../sandbox/page/deeds.js'
import { fieldNow } from '../../../sandbox/page/redrawn.js'
import { directory } from './drawn.ts'

/** A surface, and the deeds that came of it. */
function startSurface(kind: Surface['kind'], deeds: Partial<Deeds> = {}) {
  const done: string[] = []
  const note = async (path: string) => {
    done.push(path)
    return {}
  }
  let made: Surface | undefined
  function Probe() {
    made = useActing({
      kind,
      where: kind === 'modal' ? { in: 'view', view: 'V1' } : { in: kind },
      values: {},
      directory,
      deeds: { do: note, look: note, type: () => {}, flush: async () => {}, ...deeds },
      openPerson: () => {},
      openChannel: () => {},
      openLink: () => false,
      ...(kind === 'modal' ? { submit: () => void done.push('submit') } : {}),
    }).surface
    return null
  }
  render(html`<${Probe} />`)
  if (!made) throw new Error('Nothing was drawn, expected a surface.')
  return { surface: made, done }
}

describe('Enter in a field', () => {
  const element = { type: 'plain_text_input', action_id: 'name' }

  it.each([
    ['submits a window', 'modal', {}, ['submit']],
    ['tells the app that listens for it', 'modal', { dispatch_action: true }, ['/control/click']],
    ['leaves the field of a message', 'message', {}, ['/control/click']],
  ] as const)('%s', (_, kind, more, deeds) => {
    const { surface, done } = startSurface(kind)
    surface.enter({ block_id: 'b', ...more }, element, 'Ivan')
    expect(done).toEqual(deeds)
  })
})

describe('a choice in a window that was drawn anew meanwhile', () => {
  const level = { type: 'radio_buttons', action_id: 'level' }
  const drawn = (draw: number) => ({ type: 'input', block_id: `form.level#${draw}`, element: level })

  /** Chooses in the first draw; the sandbox has these blocks by now, and knows no others. */
  const choose = async (kind: Surface['kind'], blocks: readonly object[], id = 'V1') => {
    const asked: unknown[] = []
    const ask = vi.fn(async (_path: string, body: Readonly<Record<string, unknown>> = {}) => {
      asked.push(body.block)
      if (blocks.some((each) => 'block_id' in each && each.block_id === body.block)) return {}
      throw new Error('“form.level#1” is not in this window; there is: nothing.')
    })
    const { surface } = startSurface(kind, { do: ask, look: async () => ({ view: { id, blocks } }) })
    surface.act(drawn(1), level, 'middle')
    await vi.waitFor(() => expect(ask.mock.settledResults.at(-1)?.type).not.toBe('incomplete'))
    await new Promise(setImmediate)
    return { asked, bodies: ask.mock.calls.map(([, body]) => body) }
  }

  it('is made once more, where the field stands now', async () => {
    const { asked, bodies } = await choose('modal', [drawn(2)])
    expect(asked).toEqual(['form.level#1', 'form.level#2'])
    expect(bodies[1]).toMatchObject({ in: 'view', view: 'V1', action: 'level', value: 'middle' })
  })

  it.each([
    ['the field is gone', 'modal', [], 'V1'],
    ['it could be either of two', 'modal', [drawn(2), drawn(3)], 'V1'],
    ['another window is on top', 'modal', [drawn(2)], 'V2'],
    ['it was in a message', 'message', [drawn(2)], 'V1'],
  ] as const)('is not made again when %s', async (_, kind, blocks, id) => {
    const { asked } = await choose(kind, blocks, id)
    expect(asked).toEqual(['form.level#1'])
  })
})

describe('a field that was drawn anew', () => {
  const button = (action: string) => ({ type: 'button', action_id: action })
  const blocks = [
    { block_id: 'steps#2', elements: [button('back'), button('next')] },
    { block_id: 'other#2', accessory: button('next') },
    { block_id: 'cards', elements: [{ block_id: 'card#4', actions: [button('open')] }] },
  ]

  it.each([
    [
      { block: 'steps#1', action: 'next' },
      { block: 'steps#2', action: 'next' },
    ],
    [
      { block: 'other#2', action: 'next' },
      { block: 'other#2', action: 'next' },
    ],
    [
      { block: 'card#3', action: 'open' },
      { block: 'card#4', action: 'open' },
    ],
    [{ block: 'steps#1', action: 'open' }, undefined],
    [{ block: 'more#1', action: 'next' }, undefined],
  ])('%j is %j', (field, now) => {
    expect(fieldNow(blocks, field)).toEqual(now)
  })
})
