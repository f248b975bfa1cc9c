'use client';

import { Section, StateMessage, useLanguage, useTroubleWriter } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useLayoutEffect, useRef, useState } from 'react';
import { useText } from '../language/text';
import { useJobLog } from './use-job-log';
import classes from './job-log.module.css';

/** A reader within this many pixels of the end counts as being there. */
const END_PX = 24;

/** The log of a job. It follows the newest line until the reader scrolls up. */
export function JobLogSection({ id }: { readonly id: string }) {
  const text = useText().jobs.log;
  const { format } = useLanguage();
  const write = useTroubleWriter();
  const { lines, trouble } = useJobLog(id);
  const [following, setFollowing] = useState(true);
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const { current } = box;
    if (following && current !== null) current.scrollTop = current.scrollHeight;
  }, [lines, following]);

  const follow = (): void => {
    const { current } = box;
    if (current === null) return;
    setFollowing(current.scrollHeight - current.scrollTop - current.clientHeight < END_PX);
  };

  return (
    <Section
      title={text.title}
      aside={
        <Button
          size="compact-sm"
          variant="light"
          className={classes['follow'] ?? ''}
          data-hidden={following || undefined}
          disabled={following}
          onClick={() => setFollowing(true)}
        >
          {text.follow}
        </Button>
      }
    >
      {trouble !== null && <p role="status">{write(trouble).title}</p>}
      {lines === null && trouble === null && <StateMessage kind="loading" />}
      {lines !== null && (
        // It scrolls, so it must be focusable by keyboard.
        <div ref={box} className={classes['log']} tabIndex={0} role="log" aria-label={text.title} onScroll={follow}>
          {lines.length === 0 && <p className={classes['empty']}>{text.empty}</p>}
          {lines.map(({ sequence, at, level, text: words }) => (
            <p key={sequence} className={classes['line']} data-level={level}>
              <time dateTime={at}>{format.time(at)}</time>
              <span>{words}</span>
            </p>
          ))}
        </div>
      )}
    </Section>
  );
}
