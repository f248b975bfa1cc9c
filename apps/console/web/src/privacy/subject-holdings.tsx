'use client';

import { type SubjectView } from '@lintel/contracts';
import { DangerButton, FactsList, Moment, StateMessage, useLanguage } from '@lintel/ui';
import { type ReactNode } from 'react';
import { useText } from '../language/text';
import { useHoldingName } from './holding-name';
import classes from './privacy.module.css';

interface SubjectHoldingsProps {
  readonly view: SubjectView;
  readonly onErase: () => void;
}

/** How much is stored about a subject, and the button to erase it. */
export function SubjectHoldings({ view: { since, erasedAt, erasure, holdings }, onErase }: SubjectHoldingsProps) {
  const text = useText().privacy;
  const { format } = useLanguage();
  const nameOf = useHoldingName();
  const held = holdings.filter(({ count }) => count > 0);
  const removed = (erasure?.report?.erased ?? []).filter(({ count }) => count > 0);
  const removing = erasure !== null && erasure.report === null;
  if (since === null && held.length === 0 && !removing) {
    return (
      <StateMessage kind="empty" title={text.nothingHeld}>
        {erasedAt === null ? (
          <p>{text.nothingHeldBody}</p>
        ) : (
          <>
            <p>
              {text.erasedAt} <Moment iso={erasedAt} />. {text.nothingSince}
            </p>
            {removed.length > 0 && (
              <FactsList
                narrow
                facts={[
                  [
                    text.removedLast,
                    format.list(removed.map(({ kind, count }) => `${format.integer(count)} × ${nameOf(kind)}`)),
                  ],
                ]}
              />
            )}
          </>
        )}
      </StateMessage>
    );
  }
  const facts: (readonly [string, ReactNode])[] = [
    ...(since === null ? [] : [[text.heldSince, <Moment key="since" iso={since} />] as const]),
    ...(erasedAt === null ? [] : [[text.erasedAt, <Moment key="erased" iso={erasedAt} />] as const]),
    ...held.map(({ kind, count }) => [nameOf(kind), format.integer(count)] as const),
  ];
  return (
    <section className={classes['held']} aria-label={text.holdings} aria-live="polite">
      <div>
        <h3 className={classes['heading']}>{text.holdings}</h3>
        <FactsList narrow facts={facts} />
        <p className={classes['hint']} role="status">
          {removing && since === null ? text.removing : held.length === 0 ? text.holdingsNone : text.countsOnly}
        </p>
      </div>
      {since !== null && <DangerButton onClick={onErase}>{text.erase}</DangerButton>}
    </section>
  );
}
