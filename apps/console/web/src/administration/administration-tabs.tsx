'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { WaitingApprovals } from '../approvals/waiting-approvals';
import { useText } from '../language/text';
import { useAdministrationPages } from './administration-pages';
import classes from './administration.module.css';

/** Links between the pages of the administration. */
export function AdministrationTabs() {
  const text = useText().general;
  const path = usePathname();
  const current = path.endsWith('/') ? path : `${path}/`;
  return (
    <nav className={classes['tabs']} aria-label={text.administration}>
      {useAdministrationPages().map(({ name, href, label }) => (
        <Link key={name} href={href} {...(href === current ? { 'aria-current': 'page' as const } : {})}>
          {label}
          {name === 'approvals' && <WaitingApprovals />}
        </Link>
      ))}
    </nav>
  );
}
