import { RecogniseScreen } from '../recognise/recognise-screen';

export default function Page() {
  return <RecogniseScreen />;
}
