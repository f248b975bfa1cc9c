/**
 * The same as the contract's `NONE_OF_THESE`. Its schemas would add a validation library of 240 kB to the page, so the
 * pages import only types from it; a test keeps the two equal.
 */
export const NONE_OF_THESE = 'none of these';
