'use client';

import { type DriftView } from '@lintel/console-contract';
import { Section, useLanguage } from '@lintel/ui';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { addressOf } from '../addresses';
import { useText } from '../language/text';
import { DriftBadge } from './drift-badge';
import { windowAfterKey } from './window-after-key';
import classes from './drift.module.css';

export interface WindowStripProps {
  readonly view: DriftView;
  /** Start of the window shown below. */
  readonly shown: string;
  readonly onShow: (from: string) => void;
}

/** Every window as a mark of its state; one of them is selected. */
export function WindowStrip({ view: { windows, versionId, versionNumber }, shown, onShow }: WindowStripProps) {
  const text = useText();
  const { format } = useLanguage();
  const words = text.drift;
  const strip = useRef<HTMLDivElement>(null);
  const newest = windows.at(-1);
  const newestFrom = newest?.from;
  // If they don't all fit, the newest is in view.
  useEffect(() => {
    if (strip.current !== null) strip.current.scrollLeft = strip.current.scrollWidth;
  }, [newestFrom]);
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
      {/* One tab stop; the arrow keys move between windows. */}
      <div
        ref={strip}
        className={classes['strip']}
        role="group"
        aria-label={words.windows}
        onKeyDown={(event) => {
          const next = windowAfterKey(
            event.key,
            windows.findIndex(({ from }) => from === shown),
            windows.length,
          );
          if (next === null) return;
          event.preventDefault();
          onShow(windows[next]?.from ?? shown);
          (event.currentTarget.children[next] as HTMLElement).focus();
        }}
      >
        {windows.map(({ from, to, report }) => {
          const name = words.windowName(format.dateTime(from), format.dateTime(to), words.status[report.status]);
          return (
            <button
              key={from}
              type="button"
              tabIndex={from === shown ? 0 : -1}
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
