import { EVERY_VERTICAL, PERMISSIONS, type Grant, type Permission } from '@lintel/contracts';
import { openIdentities, openPlatformDatabase, type Identities } from '@lintel/data';

export interface TestIdentity {
  /** Default: Ada. */
  readonly name?: string;
  /** Default: administrator of all verticals. */
  readonly grants?: readonly Grant[];
  /** Default: all permissions of the grants. */
  readonly scopes?: readonly Permission[];
}

export type TestHeaders = Readonly<{ authorization: string }>;

/**
 * Creates an API key for a person, in the database of a service under test.
 * @param place connection string, or the open `platform.identity`
 * @returns the request headers of that person
 */
export async function signInForTests(
  place: string | Pick<Identities, 'apiKeys'>,
  { name = 'Ada', grants = [{ vertical: EVERY_VERTICAL, role: 'admin' }], scopes = PERMISSIONS }: TestIdentity = {},
): Promise<TestHeaders> {
  const request = { name, grants: [...grants], scopes: [...scopes], expiresInDays: 1, createdBy: 'test' };
  if (typeof place !== 'string') {
    const { key } = await place.apiKeys.create(request);
    return { authorization: `Bearer ${key}` };
  }
  const database = await openPlatformDatabase(place, { poolSize: 1 });
  try {
    return await signInForTests(openIdentities(database), { name, grants, scopes });
  } finally {
    await database.destroy();
  }
}
