import { ChevronLeftIcon } from '@lintel/ui';
import Link from 'next/link';
import { type ReactNode } from 'react';
import classes from './back-link.module.css';

/** Above a page's title: a link to its parent page. */
export function BackLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className={classes['back']}>
      <ChevronLeftIcon size={16} />
      {children}
    </Link>
  );
}
