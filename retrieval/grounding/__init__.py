"""May a written sentence stand on its evidence?"""
