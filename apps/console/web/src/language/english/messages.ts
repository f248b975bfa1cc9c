import { MESSAGES, type MessageCode } from '@lintel/contracts';

/** What gates, alerts and jobs say, by code. In English the platform's own words are shown. */
export const messages: Record<MessageCode, string> = { ...MESSAGES };
