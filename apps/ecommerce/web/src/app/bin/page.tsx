import { BinScreen } from '../../bin/bin-screen';

export default function Page() {
  return <BinScreen />;
}
