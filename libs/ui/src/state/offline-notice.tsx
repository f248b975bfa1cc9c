'use client';

import { useNetwork } from '@mantine/hooks';
import { AwayIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './notice.module.css';

/** Says that the device itself has no network, where the browser knows it. */
export function OfflineNotice() {
  const text = useUiMessages().state;
  const { online } = useNetwork();
  // The place is there from the start, so that a screen reader hears what comes into it.
  return (
    <div role="status">
      {!online && (
        <div className={classes['notice']}>
          <AwayIcon size={18} />
          <p>{text.offline}</p>
        </div>
      )}
    </div>
  );
}
