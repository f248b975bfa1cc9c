'use client';

import { type Promotion } from '@lintel/contracts';
import { Section, StatusBadge, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useAddressParameter } from '../address/use-address-parameter';
import { useText, type Text } from '../language/text';
import classes from './models.module.css';

const SHOWN_FIRST = 8;

/** Who promoted which version, and why; newest first. */
export function HistorySection({ history }: { readonly history: readonly Promotion[] }) {
  const text = useText();
  const { format } = useLanguage();
  const [shownAll, setShownAll] = useAddressParameter('history');
  const all = shownAll === 'all';
  const shown = all ? history : history.slice(0, SHOWN_FIRST);
  return (
    <Section title={text.models.history.title}>
      <ol className={classes['history']}>
        {shown.map((promotion) => (
          <li key={promotion.sequence}>
            <p className={classes['inline']}>
              <strong>{whatHappened(promotion, text.models.history, format.integer)}</strong>
              {promotion.overridden && <StatusBadge tone="bad">{text.models.history.overridden}</StatusBadge>}
              {promotion.byRule && <StatusBadge tone="quiet">{text.models.history.byRule}</StatusBadge>}
            </p>
            {promotion.reason !== null && <p className={classes['said']}>{promotion.reason}</p>}
            <p className={classes['quiet']}>{`${promotion.by} · ${format.dateTime(promotion.at)}`}</p>
          </li>
        ))}
      </ol>
      {shown.length < history.length && (
        <Button size="xs" variant="default" mt="md" onClick={() => setShownAll('all')}>
          {text.models.history.all(format.integer(history.length))}
        </Button>
      )}
    </Section>
  );
}

function whatHappened(
  { action, fromNumber, toNumber }: Promotion,
  text: Text['models']['history'],
  write: (number: number) => string,
): string {
  const to = write(toNumber ?? 0);
  const from = fromNumber === null ? null : write(fromNumber);
  if (action === 'withdraw') return text.withdrawn(from ?? '?');
  if (action === 'roll-back') return text.rolledBack(to, from ?? '?');
  if (action === 'promote') return from === null ? text.promotedFirst(to) : text.promoted(to, from);
  if (fromNumber === toNumber) return text.modeChanged(to);
  return from === null ? text.challenged(to) : text.challengedInstead(to, from);
}
