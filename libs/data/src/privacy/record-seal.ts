import { verticalOfGroup } from '@lintel/contracts';
import {
  ERROR_TEXT_HEADERS,
  fromSealedText,
  isSealed,
  SEALED_HEADER,
  sealedText,
  undefinedIfErased,
  type EventSeal,
  type SealableContents,
} from '@lintel/streams';
import type { SubjectKeys } from './subject-keys';
import { SubjectVault, type SubjectSealer } from './subject-vault';

const FIELD = 'event-copy';

/**
 * Seals the copies of events in a group's retry topics and dead letters with the key of the subject. If the subject is
 * not known, they are sealed with a key of the group, which no erasure destroys; they are deleted when the retention of
 * the topic ends.
 */
export class RecordSeal implements EventSeal {
  private readonly vaults = new Map<string, SubjectVault>();

  constructor(private readonly keys: SubjectKeys) {}

  /** A sealed copy keeps its key; if that is destroyed, the text of the error is removed. */
  async seal<Copy extends SealableContents>(group: string, record: Copy, subject: string | undefined): Promise<Copy> {
    const vault = this.vaultOf(group);
    const { value, headers } = record;
    if (isSealed(record)) {
      if (value === null) return record;
      const sealer = await vault.sealerLike(value).catch(undefinedIfErased);
      return { ...record, headers: sealer === undefined ? withoutWords(headers) : sealWords(sealer, headers) };
    }
    const sealer = await vault.sealer(subject ?? `stream:${group}`);
    return {
      ...record,
      value: value === null ? null : sealer.seal(FIELD, value),
      headers: { ...sealWords(sealer, headers), [SEALED_HEADER]: sealer.keyId },
    };
  }

  /** Unsealed copies are returned unchanged. @throws LintelError SUBJECT_ERASED, ARTIFACT_CORRUPT */
  async open<Copy extends SealableContents>(group: string, record: Copy): Promise<Copy> {
    if (!isSealed(record)) return record;
    const vault = this.vaultOf(group);
    const headers: Record<string, string> = { ...record.headers };
    delete headers[SEALED_HEADER];
    for (const name of ERROR_TEXT_HEADERS) {
      const sealed = fromSealedText(headers[name] ?? '');
      if (sealed !== undefined) headers[name] = (await vault.open(FIELD, sealed)).toString();
    }
    return { ...record, value: record.value === null ? null : await vault.open(FIELD, record.value), headers };
  }

  /** Seals another value with the key of a record. @throws LintelError SUBJECT_ERASED */
  async sealLike<Copy extends SealableContents>(group: string, record: Copy, value: Buffer): Promise<Copy> {
    const keyId = record.headers[SEALED_HEADER];
    if (keyId === undefined) return { ...record, value };
    return { ...record, value: (await this.vaultOf(group).sealerById(keyId)).seal(FIELD, value) };
  }

  private vaultOf(group: string): SubjectVault {
    const vertical = verticalOfGroup(group);
    let vault = this.vaults.get(vertical);
    if (vault === undefined) this.vaults.set(vertical, (vault = new SubjectVault(this.keys, vertical)));
    return vault;
  }
}

function sealWords(sealer: SubjectSealer, headers: SealableContents['headers']): Record<string, string> {
  const sealed = ERROR_TEXT_HEADERS.flatMap((name) => {
    const words = headers[name];
    // The text was sealed in an earlier attempt.
    if (words === undefined || fromSealedText(words) !== undefined) return [];
    return [[name, sealedText(sealer.seal(FIELD, Buffer.from(words)))]];
  });
  return { ...headers, ...(Object.fromEntries(sealed) as Record<string, string>) };
}

function withoutWords(headers: SealableContents['headers']): Record<string, string> {
  return { ...headers, ...Object.fromEntries(ERROR_TEXT_HEADERS.map((name) => [name, ''])) };
}
