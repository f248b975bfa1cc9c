import { ChevronLeftIcon } from '@lintel/ui';
import Link from 'next/link';
import { type ReactNode } from 'react';
import classes from './back-link.module.css';

/** Above a page's title: to the page that it is one of. */
export function BackLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <Link href={href} className={classes['back']}>
      <ChevronLeftIcon size={16} />
      {children}
    </Link>
  );
}
