import {
  LintelError,
  newApiKeySchema,
  PERMISSIONS,
  permissionsOf,
  type ApiKey,
  type Grant,
  type Permission,
} from '@lintel/contracts';
import { type CommandContext } from '../command-context';
import { table } from '../terminal/wording';
import { grantText } from './access-values';
import { notPossible } from './accounts';
import { withIdentities, type PlaceOptions } from './identity-place';

export interface CreateKeyOptions extends PlaceOptions {
  readonly name: string;
  readonly grant: readonly Grant[];
  /** Default: all permissions of the roles. */
  readonly scope?: readonly Permission[];
  /** Days. */
  readonly expires: number | 'never';
}

export interface RevokeOptions extends PlaceOptions {
  readonly prefix: string;
}

export async function createKey(options: CreateKeyOptions, context: CommandContext): Promise<void> {
  const { name, grant: grants, scope = allOf(grants), expires } = options;
  const expiresInDays = expires === 'never' ? null : expires;
  const request = newApiKeySchema.safeParse({ name, grants, scopes: scope, expiresInDays });
  if (!request.success) throw notPossible(request.error);
  await withIdentities(options, context, async ({ apiKeys, by, note }) => {
    const { apiKey, key } = await apiKeys.create({ ...request.data, createdBy: by });
    await note('api-key.created', { kind: 'api-key', id: apiKey.id });
    context.terminal.result(
      { command: 'keys create', apiKey, key },
      `${key}\nThe key is shown once. A program sends it as "Authorization: Bearer …".`,
    );
  });
}

export async function listKeys(options: PlaceOptions, context: CommandContext): Promise<void> {
  await withIdentities(options, context, async ({ apiKeys }) => {
    const keys = await apiKeys.list();
    const rows = keys.map((key) => [
      key.prefix,
      key.name,
      key.grants.map(grantText).join(', '),
      stateOf(key),
      key.lastUsedAt ?? '-',
      key.createdBy,
    ]);
    const text = table(['prefix', 'name', 'roles', 'state', 'last used', 'by'], rows);
    context.terminal.result({ command: 'keys list', keys }, rows.length === 0 ? 'There are no keys yet.' : text);
  });
}

export async function revokeKey(options: RevokeOptions, context: CommandContext): Promise<void> {
  const { prefix } = options;
  await withIdentities(options, context, async ({ apiKeys, note }) => {
    const key = (await apiKeys.list()).find((each) => each.prefix === prefix);
    if (key === undefined) {
      throw new LintelError('NOT_FOUND', {
        problem: `There is no key lintel_${prefix}_….`,
        cure: 'lintel keys list shows the existing keys.',
      });
    }
    await apiKeys.revoke(key.id);
    await note('api-key.revoked', { kind: 'api-key', id: key.id });
    context.terminal.result(
      { command: 'keys revoke', prefix },
      `${key.name} (${prefix}) is revoked. It stops working within ten seconds.`,
    );
  });
}

function allOf(grants: readonly Grant[]): Permission[] {
  return PERMISSIONS.filter((permission) => grants.some(({ role }) => permissionsOf(role).includes(permission)));
}

function stateOf({ revokedAt, expiresAt }: ApiKey): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'never expires';
  return `${Date.parse(expiresAt) <= Date.now() ? 'expired' : 'expires'} ${expiresAt.slice(0, 10)}`;
}
