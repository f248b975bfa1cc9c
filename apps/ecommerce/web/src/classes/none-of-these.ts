/**
 * The contract's `NONE_OF_THESE`. Its schemas would bring a validation library of 240 kB into the page, so the pages
 * take types from it alone; a test keeps the two equal.
 */
export const NONE_OF_THESE = 'none of these';
