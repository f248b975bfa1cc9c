/** The vertical of resources that belong to no single vertical: streams, accounts, the audit trail. */
export const PLATFORM_VERTICAL = 'platform';
/** In a grant: every vertical, and the platform. */
export const EVERY_VERTICAL = '*';
