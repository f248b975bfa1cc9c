'use client';

import { type DriftView } from '@lintel/console-contract';
import { Section, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DriftBadge } from './drift-badge';
import classes from './drift.module.css';

export interface WindowStripProps {
  readonly view: DriftView;
  /** Start of the window shown below. */
  readonly shown: string;
  readonly onShow: (from: string) => void;
}

/** Every window as a mark of its state; one of them is looked at. */
export function WindowStrip({ view: { windows, versionId, versionNumber }, shown, onShow }: WindowStripProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.drift;
  const newest = windows.at(-1);
  if (newest === undefined) return null;
  return (
    <Section
      title={words.state}
      aside={
        versionId !== null && (
          <Link href={addressOf.version(versionId)}>
            {text.models.versionTitle(format.integer(versionNumber ?? 0))}
          </Link>
        )
      }
    >
      <p className={classes['verdict']}>
        <DriftBadge status={newest.report.status} />
        <span>{words.verdict[newest.report.status]}</span>
      </p>
      <div className={classes['strip']} role="group" aria-label={words.windows}>
        {windows.map(({ from, to, report }) => {
          const name = words.windowName(format.dateTime(from), format.dateTime(to), words.status[report.status]);
          return (
            <button
              key={from}
              type="button"
              data-status={report.status}
              aria-pressed={from === shown}
              aria-label={name}
              title={name}
              onClick={() => onShow(from)}
            />
          );
        })}
      </div>
      <p className={classes['ends']}>
        <span>{format.dateTime(windows[0]?.from ?? newest.from)}</span>
        <span>{format.dateTime(newest.to)}</span>
      </p>
    </Section>
  );
}
