'use client';

import { useNetwork } from '@mantine/hooks';
import { AwayIcon } from '../icons/icons';
import { useUiMessages } from '../language/language-provider';
import classes from './notice.module.css';

/** Says that the device itself is offline, if the browser knows. */
export function OfflineNotice() {
  const text = useUiMessages().state;
  const { online } = useNetwork();
  // The element exists from the start, so that screen readers announce what appears in it.
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
