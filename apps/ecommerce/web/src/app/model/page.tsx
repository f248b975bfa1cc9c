import { ModelScreen } from '../../model/model-screen';

export default function Page() {
  return <ModelScreen />;
}
