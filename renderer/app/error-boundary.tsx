/** Catches what a screen could not: says so, keeps the rest of the window usable, offers another try. */
import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { EmptyState } from "../components/empty-state.tsx";

type Props = { readonly children: ReactNode };
type State = { readonly error: Error | null };

/** Shows a plain sentence in place of a screen that failed. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <EmptyState title="This screen ran into a fault" role="alert">
        <p>Nothing in your archive is affected. What the fault said: {error.message}</p>
        <Button onClick={() => this.setState({ error: null })}>Show the screen again</Button>
      </EmptyState>
    );
  }
}
