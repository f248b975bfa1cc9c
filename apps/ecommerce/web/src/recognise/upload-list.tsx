'use client';

import { RetryIcon, useLanguage } from '@lintel/ui';
import { Button } from '@mantine/core';
import { useText } from '../language/text';
import { Announcements } from './announcements';
import { UploadCard } from './upload-card';
import { isRetryable, tally } from './uploads';
import { useUploads } from './uploads-provider';
import classes from './recognise.module.css';

/** The answers so far, newest lot first, and how many there are of each kind. */
export function UploadList() {
  const text = useText().recognise;
  const { format } = useLanguage();
  const { uploads, remove, retry } = useUploads();
  const { recognised, unsure, refused, left } = tally(uploads);

  return (
    <section aria-label={text.results}>
      <Announcements uploads={uploads} />
      {uploads.length > 0 && (
        <>
          <div className={classes['summary']}>
            <p>
              {text.summary(recognised, format.integer(recognised), format.integer(unsure), format.integer(refused))}
              {left > 0 && <span> · {text.working(left, format.integer(left))}</span>}
            </p>
            <div className={classes['buttons']}>
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
          <ul className={classes['list']}>
            {uploads.map((upload) => (
              <li key={upload.id}>
                <UploadCard upload={upload} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
