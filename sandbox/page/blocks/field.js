import { useEffect, useRef } from 'preact/hooks'

/** @import { Json } from './json.js' */

/**
 * How an element is called and what belongs to it: in an input block its label, hint and error by id, elsewhere words
 * of its own.
 * @typedef {object} Field
 * @property {string} id
 * @property {string} [label]         the words themselves
 * @property {string} [labelledBy]
 * @property {string} [describedBy]
 * @property {boolean} [isInvalid]
 * @property {boolean} [isRequired]
 */

/** @param {Field} field */
export function nameProps({ label, labelledBy, describedBy }) {
  return {
    'aria-label': labelledBy ? undefined : label,
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy || undefined,
  }
}

/** For elements that hold one value. @param {Field} field */
export function fieldProps(field) {
  return {
    id: field.id,
    ...nameProps(field),
    'aria-invalid': field.isInvalid ? 'true' : undefined,
    'aria-required': field.isRequired ? 'true' : undefined,
  }
}

/** A place for the element that wants the focus when its window opens. @param {Json} element */
export function useFocusOnLoad(element) {
  const place = useRef(/** @type {HTMLElement | null} */ (null))
  const isWanted = element.focus_on_load === true
  useEffect(() => {
    if (isWanted) place.current?.focus()
  }, [isWanted])
  return (/** @type {unknown} */ node) => {
    place.current = node instanceof HTMLElement ? node : null
  }
}
