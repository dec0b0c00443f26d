// Views that are loaded when they are first opened.
import type { ComponentType, ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Waiting } from './parts';

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  return function Lazy() {
    const [View, set] = useState<{ view?: ComponentType; error?: string }>({});
    useEffect(() => { load().then((view) => set({ view }), (e: Error) => set({ error: e.message })); }, []);
    return View.view ? <View.view /> : <Waiting error={View.error} />;
  };
}

export const Suspense = ({ children }: { children: ComponentChildren }) => <>{children}</>;
