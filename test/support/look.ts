/** What somebody’s screen is like; 1280 by 800 and light when absent. */
export interface Look {
  readonly width?: number
  readonly height?: number
  readonly dark?: boolean
}

export const phone: Look = { width: 390, height: 844 }
