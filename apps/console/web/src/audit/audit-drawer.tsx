'use client';

import { type AuditEntry } from './audit-api';
import { Copyable, FactsList, StatusBadge, useLanguage } from '@lintel/ui';
import { Drawer, Stack } from '@mantine/core';
import Link from 'next/link';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { OUTCOME_TONES } from './audit-row';
import classes from './audit.module.css';

export interface AuditDrawerProps {
  /** Null: closed. */
  readonly entry: AuditEntry | null;
  readonly onClose: () => void;
}

/** All details of one entry. */
export function AuditDrawer({ entry, onClose }: AuditDrawerProps) {
  const text = useText().audit;
  const { format } = useLanguage();
  // While it closes it still shows its entry.
  const [shown, setShown] = useState(entry);
  if (entry !== null && entry !== shown) setShown(entry);
  return (
    <Drawer
      opened={entry !== null}
      onClose={onClose}
      position="right"
      size={620}
      title={text.entryTitle(format.integer(shown?.sequence ?? 0))}
    >
      {shown !== null && <Entry entry={shown} onLeave={onClose} />}
    </Drawer>
  );
}

function Entry({ entry, onLeave }: { readonly entry: AuditEntry; readonly onLeave: () => void }) {
  const text = useText().audit;
  const { format } = useLanguage();
  const { at, actor, action, subject, vertical, outcome, reason, correlationId, details, previousHash, hash } = entry;
  const kinds: Readonly<Record<string, string>> = text.kinds;
  const facts: (readonly [string, ReactNode])[] = [
    [text.facts.at, <time key="at" dateTime={at} title={at}>{`${format.dateTime(at)} (${format.time(at)})`}</time>],
    [text.facts.actor, `${actor.name} (${kinds[actor.kind] ?? actor.kind})`],
    [text.facts.actorId, <Copyable key="actor" label={text.facts.actorId} value={actor.id} />],
    [text.facts.action, <code key="action">{action}</code>],
    [
      text.facts.subject,
      subject === null ? '–' : <Copyable key="subject" label={text.facts.subject} value={subject.id} />,
    ],
    [text.facts.vertical, vertical],
    [
      text.facts.outcome,
      <StatusBadge key="outcome" tone={OUTCOME_TONES[outcome]}>
        {text.outcomes[outcome]}
      </StatusBadge>,
    ],
    [text.facts.reason, reason ?? '–'],
    [text.facts.correlation, <Copyable key="id" label={text.facts.correlation} value={correlationId} />],
  ];
  return (
    <Stack>
      <FactsList narrow facts={facts} />
      <p className={classes['links']}>
        <Link href={addressOf.audit({ actor: actor.id })} onClick={onLeave}>
          {text.moreOfActor}
        </Link>
        {subject !== null && (
          <Link href={addressOf.audit({ subject: subject.id })} onClick={onLeave}>
            {text.moreOfSubject}
          </Link>
        )}
      </p>
      {Object.keys(details).length > 0 && (
        <section aria-label={text.details}>
          <h3 className={classes['heading']}>{text.details}</h3>
          <pre className={classes['code']} tabIndex={0}>
            {JSON.stringify(details, null, 2)}
          </pre>
        </section>
      )}
      <section aria-label={text.facts.hash}>
        <FactsList
          narrow
          facts={[
            [text.facts.hash, <Copyable key="hash" label={text.facts.hash} value={hash} />],
            [text.facts.previousHash, <Copyable key="before" label={text.facts.previousHash} value={previousHash} />],
          ]}
        />
        <p className={classes['hint']}>{text.chainHint}</p>
      </section>
    </Stack>
  );
}
