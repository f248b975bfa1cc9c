import { readDataKeys, type DataKeys } from '@lintel/data';
import { z } from 'zod';
import { secret } from '../config/secret';

/** The master keys that encrypt personal data. */
export const privacyConfig = {
  DATA_KEY: secret(
    z.string({ error: 'is missing; 32 random bytes as base64, such as `openssl rand -base64 32` gives' }),
  ).describe('Master key that encrypts the keys of personal data: 32 random bytes as base64.'),
  DATA_KEYS_OLD: secret(z.string())
    .describe('Previous master keys, separated by commas, until everything is encrypted under the new one.')
    .optional(),
};
export type PrivacyConfig = z.infer<z.ZodObject<typeof privacyConfig>>;

/** @throws LintelError INVALID_CONFIGURATION */
export function dataKeysOf({ DATA_KEY, DATA_KEYS_OLD }: PrivacyConfig): DataKeys {
  return readDataKeys(DATA_KEY, DATA_KEYS_OLD);
}
