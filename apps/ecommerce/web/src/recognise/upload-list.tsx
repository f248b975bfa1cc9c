'use client';

import { EyeIcon, RetryIcon, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useText } from '../language/text';
import { Announcements } from './announcements';
import { UploadCard } from './upload-card';
import { isRetryable, tally } from './uploads';
import { useCards } from './use-cards';
import { useUploads } from './uploads-provider';
import classes from './recognise.module.css';

/** The answers so far, newest batch first, and the number of each kind. */
export function UploadList() {
  const text = useText().recognise;
  const { format } = useLanguage();
  const { uploads, remove, retry } = useUploads();
  const { recognised, unsure, refused, left, checked } = tally(uploads);
  const cards = useCards(uploads);

  return (
    <section aria-label={text.results}>
      <Announcements uploads={uploads} />
      {uploads.length > 0 && (
        <>
          <div className={classes['summary']}>
            <p>
              {text.summary(recognised, format.integer(recognised), format.integer(unsure), format.integer(refused))}
              {checked > 0 && <span> · {text.checked(checked, format.integer(checked))}</span>}
              {left > 0 && <span> · {text.working(left, format.integer(left))}</span>}
            </p>
            <div className={classes['buttons']}>
              {unsure > 0 && (
                <Button component={Link} href="/check/" variant="light" size="xs" leftSection={<EyeIcon size={16} />}>
                  {text.checkUnsure}
                </Button>
              )}
              {uploads.filter(isRetryable).length > 1 && (
                <Button
                  variant="default"
                  size="xs"
                  onClick={() => {
                    retry();
                  }}
                  leftSection={<RetryIcon size={16} />}
                >
                  {text.retryAll}
                </Button>
              )}
              <Button variant="default" size="xs" onClick={() => remove(uploads.map(({ id }) => id))}>
                {text.clear}
              </Button>
            </div>
          </div>
          <ul className={classes['list']} {...cards.list}>
            {uploads.map((upload) => (
              <li key={upload.id} className={classes['item']} {...cards.item(upload.id)}>
                <UploadCard upload={upload} active={upload.id === cards.activeId} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
