import { type ModelVersionSummary } from '@lintel/contracts';
import { changeAddress } from '@lintel/ui';
import { useCallback } from 'react';
import { useAddressParameter } from '../address/use-address-parameter';
import { type Intent } from './intent';

/** The version that a dialog is about, from the address: `promote=<version>` or `challenge=<version>`. */
export function useIntent(versions: readonly ModelVersionSummary[]): {
  readonly intent: Intent | null;
  readonly setIntent: (intent: Intent | null) => void;
} {
  const [promoted] = useAddressParameter('promote');
  const [challenged] = useAddressParameter('challenge');
  const version = versions.find(({ id }) => id === (promoted ?? challenged));
  const intent: Intent | null =
    version === undefined
      ? null
      : { kind: promoted === null ? 'challenge' : 'promote', versionId: version.id, number: version.number };
  const setIntent = useCallback((next: Intent | null) => {
    const none = { promote: null, challenge: null };
    if (next === null) changeAddress(none);
    else changeAddress({ ...none, [next.kind]: next.versionId }, 'push');
  }, []);
  return { intent, setIntent };
}
