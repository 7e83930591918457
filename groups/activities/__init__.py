"""What groups do: activities, who came, who proposed, decided, did, answered and evaluated."""
