/** Minimum length of a password, characters. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 200;

export const LONGEST_SIGN_IN_NAME = 100;
/** The format of a sign-in name in lower case. */
export const SIGN_IN_NAME = /^[a-z0-9][a-z0-9._@+-]*$/;
