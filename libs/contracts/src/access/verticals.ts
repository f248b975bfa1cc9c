/** Where what belongs to no vertical lies: streams, accounts, the audit trail. */
export const PLATFORM_VERTICAL = 'platform';
/** In a grant: every vertical, and the platform. */
export const EVERY_VERTICAL = '*';
