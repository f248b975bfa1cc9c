import { type AccountChange, type NewAccount, type NewApiKey } from '@lintel/contracts';
import { api } from '../api';

export async function fetchAccounts(signal: AbortSignal) {
  const { items } = await api.get('/v1/accounts', { signal });
  return items;
}

/** @returns with the password, which is returned only once */
export function createAccount(body: NewAccount) {
  return api.post('/v1/accounts', { body });
}
export type CreatedAccount = Awaited<ReturnType<typeof createAccount>>;

export function changeAccount(id: string, body: AccountChange) {
  return api.patch('/v1/accounts/{id}', { params: { path: { id } }, body });
}

export function resetPassword(id: string) {
  return api.post('/v1/accounts/{id}/reset-password', { params: { path: { id } } });
}

export function signOutEverywhere(id: string) {
  return api.post('/v1/accounts/{id}/sign-out', { params: { path: { id } } });
}

export async function fetchApiKeys(signal: AbortSignal) {
  const { items } = await api.get('/v1/api-keys', { signal });
  return items;
}

/** @returns with the key, which is returned only once */
export function createApiKey(body: NewApiKey) {
  return api.post('/v1/api-keys', { body });
}
export type CreatedApiKey = Awaited<ReturnType<typeof createApiKey>>;

export function revokeApiKey(id: string) {
  return api.delete('/v1/api-keys/{id}', { params: { path: { id } } });
}
