import { describe, expect, it } from 'vitest'
import { tabIn } from '../../../sandbox/page/place.js'

describe('an address of Slack’s own', () => {
  it.each([
    ['slack://app?team=T1&id=A1&tab=home', 'home'],
    ['slack://app?team=T1&id=A1&tab=messages', 'messages'],
    ['slack://app?team=T1&id=A1&tab=about', undefined],
    ['slack://app?team=T1&id=A1', undefined],
    ['slack://app?team=T2&id=A1&tab=home', undefined],
    ['slack://app?team=T1&id=A2&tab=home', undefined],
    ['slack://user?team=T1&id=A1&tab=home', undefined],
    ['slack://open', undefined],
    ['https://a.example/?team=T1&id=A1&tab=home', undefined],
  ])('%s leads to %s', (url, tab) => {
    expect(tabIn(url, 'T1', 'A1')).toBe(tab)
  })
})
