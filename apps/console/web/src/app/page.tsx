import { OverviewScreen } from '../overview/overview-screen';

export default function Page() {
  return <OverviewScreen />;
}
