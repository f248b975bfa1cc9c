/** Characters. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export const LONGEST_SIGN_IN_NAME = 100;
/** Of the name that an account signs in with, in lower case. */
export const SIGN_IN_NAME = /^[a-z0-9][a-z0-9._@+-]*$/;
