/// Placeholder of the loop actor.
public actor EventLoop {}
