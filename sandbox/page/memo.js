import { Component, h } from 'preact'

/**
 * The same component, drawn again only when one of its props is another one.
 * @template P
 * @param {(props: P) => any} draw
 * @returns {(props: P) => any}
 */
export function memo(draw) {
  class Kept extends Component {
    /** @override @param {any} next */
    shouldComponentUpdate(next) {
      /** @type {any} */
      const props = this.props
      const names = new Set([...Object.keys(props), ...Object.keys(next)])
      return [...names].some((name) => props[name] !== next[name])
    }

    /** @override */
    render() {
      return h(/** @type {any} */ (draw), this.props)
    }
  }
  return /** @type {any} */ (Kept)
}
