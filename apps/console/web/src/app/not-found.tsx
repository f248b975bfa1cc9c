'use client';

import { NotFoundScreen } from '@lintel/ui';
import Link from 'next/link';

export default function NotFound() {
  return <NotFoundScreen link={Link} />;
}
