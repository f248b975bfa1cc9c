'use client';

import { useSearchParams } from 'next/navigation';
import { JobList } from './job-list';
import { JobPage } from './job-page';

/** The list, or the job in the address. */
export function JobsScreen() {
  const id = useSearchParams().get('id');
  return id === null ? <JobList /> : <JobPage key={id} id={id} />;
}
